import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { COMPANY, WATCHED } from '../watch/store/watch-stage.fixture.ts';
import { readResource } from './read-resource.ts';

const stage = await openStage(await testDatabase(), WATCHED);

const read = (uri: string, person = 'mara'): Promise<unknown> =>
  readResource(stage.runtime, stage.principal(person), uri);

test('what is not there is refused as invalid, with its address', async () => {
  for (const uri of [`${COMPANY}/nowhere`, 'nowhere://at-all', 'nothing']) {
    await expect(read(uri)).rejects.toMatchObject({ code: -32_602, data: { uri } });
  }
});

test('what its reader may not read is refused alike', async () => {
  await expect(read(COMPANY)).resolves.toMatchObject({ contents: [{ uri: COMPANY }] });
  await expect(read(COMPANY, 'olga')).rejects.toMatchObject({ code: -32_602, data: { uri: COMPANY } });
});
