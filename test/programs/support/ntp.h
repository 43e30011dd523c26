// The C twin of examples/support/ntp.ts.
#pragma once

#include <stdint.h>
#include <time.h>

#define NTP_PORT 123
#define NTP_PACKETSZ 48
#define NTP_MODE_CLIENT 3
#define NTP_MODE_SERVER 4
#define NTP_UNSYNCHRONISED 3

#define NTP_STRATUM 1
#define NTP_POLL 2
#define NTP_PRECISION 3
#define NTP_REFID 12
#define NTP_REFERENCE 16
#define NTP_ORIGINATE 24
#define NTP_RECEIVE 32
#define NTP_TRANSMIT 40

#define EPOCH 2208988800U

#define NTP_LI(packet) ((packet)[0] >> 6)
#define NTP_VERSION(packet) (((packet)[0] >> 3) & 7)
#define NTP_MODE(packet) ((packet)[0] & 7)

static inline uint64_t ntp_get(const unsigned char* packet, int offset) {
  uint64_t value = 0;
  for (int i = 0; i < 8; i++) value = (value << 8) | packet[offset + i];
  return value;
}

static inline void ntp_put(unsigned char* packet, int offset, uint64_t value) {
  for (int i = 7; i >= 0; i--) {
    packet[offset + i] = value & 0xff;
    value >>= 8;
  }
}

static inline uint64_t ntp_now(void) {
  struct timespec ts;
  clock_gettime(CLOCK_REALTIME, &ts);
  return ((uint64_t)(ts.tv_sec + EPOCH) << 32) | (((uint64_t)ts.tv_nsec << 32) / 1000000000);
}

static inline double ntp_seconds(uint64_t time, uint64_t before) {
  return (double)(int64_t)(time - before) / 4294967296.0;
}
