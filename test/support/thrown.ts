/** What a call throws, as "TypeError: ..."; "nothing" if it returns. (Errors come from another realm than jest's.) */
export function thrown(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  return "nothing";
}
