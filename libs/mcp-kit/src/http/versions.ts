/** The revision whose requests say everything that is to be known of them. */
export const MODERN_VERSION = '2026-07-28';

/**
 * Those with a handshake and sessions, newest first. What came before 2025-06-18 asks servers to take batches, which are refused here.
 */
export const LEGACY_VERSIONS: readonly string[] = ['2025-11-25', '2025-06-18'];
