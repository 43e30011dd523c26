/** Packets of the network time protocol (RFC 4330). A time is a number of 2^-32 seconds since 1900, modulo 2^64. */

import { clock_gettime, CLOCK_REALTIME, timespec } from "berkeley/time";

export const NTP_PORT = 123;
export const NTP_PACKETSZ = 48;
export const NTP_MODE_CLIENT = 3;
export const NTP_MODE_SERVER = 4;
export const NTP_UNSYNCHRONISED = 3;

// Where things are in a packet.
export const NTP_STRATUM = 1;
export const NTP_POLL = 2;
export const NTP_PRECISION = 3;
export const NTP_REFID = 12;
export const NTP_REFERENCE = 16;
export const NTP_ORIGINATE = 24;
export const NTP_RECEIVE = 32;
export const NTP_TRANSMIT = 40;

const EPOCH = 2208988800; // How many seconds 1970 is after 1900.

export const NTP_LI = (packet: Buffer): number => packet[0] >> 6;
export const NTP_VERSION = (packet: Buffer): number => (packet[0] >> 3) & 7;
export const NTP_MODE = (packet: Buffer): number => packet[0] & 7;

export function ntp_get(packet: Buffer, offset: number): bigint {
  let value = 0n;
  for (let i = 0; i < 8; i++) value = (value << 8n) | BigInt(packet[offset + i]);
  return value;
}

export function ntp_put(packet: Buffer, offset: number, value: bigint): void {
  for (let i = 7; i >= 0; i--) {
    packet[offset + i] = Number(value & 0xffn);
    value >>= 8n;
  }
}

export function ntp_now(): bigint {
  const ts = new timespec();
  clock_gettime(CLOCK_REALTIME, ts);
  return BigInt.asUintN(64, (BigInt(ts.tv_sec + EPOCH) << 32n) | ((BigInt(ts.tv_nsec) << 32n) / 1000000000n));
}

/** How many seconds one time is after another. Where the seconds begin anew in 2036, that is no matter. */
export function ntp_seconds(time: bigint, before: bigint): number {
  return Number(BigInt.asIntN(64, time - before)) / 4294967296;
}
