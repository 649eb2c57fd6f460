import { explain, explanationLines } from '../../audit/explain.ts';
import { withDoor } from '../../doors.ts';
import { Unexpected, type Play } from '../stage.ts';

export async function playRecord({ stage, outside, cast }: Play, id: string): Promise<void> {
  stage.chapter('The record');
  await stage.step('The record tells the story of one of the requests', async () => {
    const explanation = await withDoor(outside, 'supercargo_auditor', (door) => explain(door, cast.tenant, id));
    stage.say(`$ npx supercargo audit explain ${id} --tenant ${cast.tenant}`, ...explanationLines(explanation));
    const kinds = explanation.story.map(({ kind }) => kind);
    const decisions = explanation.request?.quorum ?? 1;
    for (const [kind, expected] of [
      ['asked', 1],
      ['decided', decisions],
      ['attempt', 1],
      ['executed', 1],
    ] as const) {
      const count = kinds.filter((one) => one === kind).length;
      if (count !== expected) {
        throw new Unexpected(
          `the record should hold “${kind}” ${expected.toString()} times, and holds ${count.toString()}`,
        );
      }
    }
  });
}
