import { signInStage } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { secondsOfChecks } from './seconds-of-checks.ts';

test('times good tokens, and refuses to time a refusal', async () => {
  await using stage = await signInStage();
  const tokens = await Promise.all(Array.from({ length: 20 }, () => stage.mint.mint()));
  const { cold, remembered } = await secondsOfChecks(
    stage.authenticator,
    tokens.map((token) => stage.present(token)),
  );
  expect(remembered).toBeGreaterThan(0);
  expect(cold).toBeGreaterThan(remembered);
  await expect(secondsOfChecks(stage.authenticator, [stage.present('wrong')])).rejects.toThrow('token_malformed');
});
