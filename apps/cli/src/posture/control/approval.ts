import { withDoor } from '../../doors.ts';
import { attempt, LEDGER_ATTEMPTS, NO_PRIVILEGE } from '../store/walls.ts';
import { broken, EVERYWHERE, held, type Control, type Look } from '../control.ts';
import type { Ground } from '../ground.ts';

/** Each login of the profile tries what only a person may, or the ledger itself. */
async function decisions({ outside, logins, tenant }: Ground): Promise<readonly Look[]> {
  const problems: Look[] = [];
  for (const login of logins) {
    await withDoor(outside, login, async (door) => {
      for (const [what, text] of Object.entries(LEDGER_ATTEMPTS)) {
        const came = await attempt(door, tenant, text);
        if (!came.done && came.code === NO_PRIVILEGE) continue;
        problems.push(
          broken(`${login} ${what} without being refused`, 'run npx supercargo up, which gives the grants anew'),
        );
      }
    });
  }
  if (problems.length > 0) return problems;
  const count = Object.keys(LEDGER_ATTEMPTS).length;
  return [
    held(
      `each of ${logins.length.toString()} logins was refused ${count.toString()} ways to have its own way: to decide, to use up an approval, to change a request, a plan or a rule`,
    ),
  ];
}

export const approval: Control = {
  name: 'approval_of_side_effects',
  title: 'approval of side effects',
  demands: EVERYWHERE,
  look: decisions,
};
