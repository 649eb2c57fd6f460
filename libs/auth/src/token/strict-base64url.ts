/**
 * The bytes of a base64url text (RFC 4648 §5) in the one spelling that JWS allows (RFC 7515 §2): no padding, white space or
 * other alphabet, and no bits left over. Undefined for any other, which a lenient decoder would read as the same bytes.
 */
export function decodeStrictly(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return text !== '' && bytes.toString('base64url') === text ? bytes : undefined;
}
