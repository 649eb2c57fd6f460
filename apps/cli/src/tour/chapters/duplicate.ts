import { WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { expectKind, Named, read, said, written } from '../answers.ts';
import { Unexpected, type Play } from '../stage.ts';

const ROWS_SHOWN = 6;

const Exception = z.object({
  ...{ kind: z.string(), what: z.string(), next_step: z.string() },
  ...{ invoice_id: z.string().nullable(), duplicate_of: z.string().nullable() },
  ...{ payee: Named.nullable(), amount: WireMoney.nullable() },
});
type Exception = z.infer<typeof Exception>;
const Exceptions = z.object({ exceptions: z.array(Exception), total: z.int() });

function readExceptions({ stage, hosts: { payments } }: Play): Promise<Exception | undefined> {
  return stage.step('It lists what is out of order in settlement', async () => {
    const { exceptions, total } = await read(payments, 'list_settlement_exceptions', { limit: 50 }, Exceptions);
    const found = exceptions.find(({ kind }) => kind === 'duplicate');
    const shown = [...(found === undefined ? [] : [found]), ...exceptions.filter((one) => one !== found)];
    for (const { kind, invoice_id: invoice, payee, amount, what } of shown.slice(0, ROWS_SHOWN)) {
      const about = [invoice, payee?.name.text].filter((part) => part !== null && part !== undefined).join(', ');
      stage.say(`${kind.replaceAll('_', ' ')}: ${about}, ${said(amount)}: ${what}`);
    }
    if (total > ROWS_SHOWN) stage.say(`… and ${(total - ROWS_SHOWN).toLocaleString('en')} more`);
    if (total === 0) stage.say('Nothing is.');
    if (found === undefined) stage.say('Nothing is left to play here: no bill is held as a duplicate.');
    return found;
  });
}

export async function playDuplicate(play: Play): Promise<void> {
  const { stage, hosts } = play;
  stage.chapter('A bill that came twice');
  const found = await readExceptions(play);
  const invoice = found?.invoice_id ?? null;
  if (found === undefined || invoice === null) return;
  await stage.step(`The agent tries to pay ${invoice} all the same`, async () => {
    const refused = expectKind(await written(hosts.payments, 'propose_payment', { invoice }), 'refused');
    stage.say(
      `Refused: ${refused.reason}; accepted: ${refused.accepted ?? 'nothing'}`,
      `What settles it: ${found.next_step}`,
    );
    if (!refused.reason.includes('held')) throw new Unexpected('the refusal should say that the bill is held');
  });
}
