import { int, ptr } from "berkeley/memory";

it("a pointer is NULL when it is new, and points to what it is given", () => {
  const pointer = new ptr<int>();
  expect(pointer.value).toBeNull();
  const value = new int(7);
  pointer.value = value;
  expect(pointer.value).toBe(value);
  expect(new ptr(value).value).toBe(value);
});
