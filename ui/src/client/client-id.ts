/** A random UUID. `crypto.randomUUID` is missing on plain http origins other than localhost, so it is made by hand. */
export const randomClientId = (): string =>
  // Each 0 becomes any hexadecimal digit, the lone 8 one of 8 to b: version 4, variant 10 of RFC 9562.
  '00000000-0000-4000-8000-000000000000'.replace(/[08]/g, (digit) => {
    const random = crypto.getRandomValues(new Uint8Array(1))[0]!;
    return (digit === '8' ? 8 + (random >> 6) : random >> 4).toString(16);
  });
