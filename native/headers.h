// What each header's file adds to the addon.
#pragma once

#include "call.h"

namespace berkeley {

void export_constants(Exports& exports);
void export_structs(Exports& exports);

void export_arpa_inet(Exports& exports);
void export_fcntl(Exports& exports);
void export_grp(Exports& exports);
void export_poll(Exports& exports);
void export_signal(Exports& exports);
void export_stdio(Exports& exports);
void export_stdlib(Exports& exports);
void export_string(Exports& exports);
void export_sys_epoll(Exports& exports);
void export_sys_eventfd(Exports& exports);
void export_sys_file(Exports& exports);
void export_sys_resource(Exports& exports);
void export_sys_mman(Exports& exports);
void export_sys_select(Exports& exports);
void export_sys_signalfd(Exports& exports);
void export_sys_socket(Exports& exports);
void export_sys_stat(Exports& exports);
void export_sys_time(Exports& exports);
void export_sys_timerfd(Exports& exports);
void export_sys_utsname(Exports& exports);
void export_sys_wait(Exports& exports);
void export_syslog(Exports& exports);
void export_time(Exports& exports);
void export_unistd(Exports& exports);

}  // namespace berkeley
