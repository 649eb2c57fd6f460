import type { WriteTool } from '@supercargo/mcp-kit';
import { describe, expect, test } from 'vitest';
import { PEOPLE } from '../found-tenant.ts';
import { CLIENTS, connectHttp } from './clients.ts';
import { CUSTOMERS, type CustomerTrial } from './customer-contract.ts';
import { ask } from './customer-doors.ts';
import type { Input } from './facts.ts';
import { openStage } from './stage.ts';

const YES = { action: 'accept', content: { confirm: true } } as const;

/** What customers ask for over HTTP: done once they agree, and by nobody else's yes. */
export function customerWrites(trial: CustomerTrial, writes: readonly WriteTool[]): void {
  const { facts, http, carla, carlos } = trial;

  describe.each(writes.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
    const good = async (): Promise<Input> => (await facts.good[name]?.(http.stage)) ?? {};
    const holds = async (input: Input): Promise<unknown> => facts.writes[name]?.holds(http.stage, input);

    test.each(CLIENTS)(
      '%s: what a customer agrees to in their host is done, and what they decline is not',
      async (kind) => {
        for (const [answer, outcome] of [
          [YES, 'executed'],
          [{ action: 'decline' }, 'failed'],
        ] as const) {
          const input = await good();
          const before = await holds(input);
          const client = await connectHttp(http.url, await http.token(carla), kind, async () => answer);
          const { structured } = await client.call(name, input);
          await client.close();
          expect(structured).toMatchObject({ outcome });
          if (outcome === 'executed') expect(await holds(input)).not.toEqual(before);
          else expect(await holds(input)).toEqual(before);
        }
      },
    );

    test('the question to one customer is answered by no other, of this company or another', async () => {
      const input = await good();
      const before = await holds(input);
      const call = { name, arguments: input };
      const asked = await ask(http, carla, 'tools/call', call);
      const requestState = /"requestState":"([^"]+)"/.exec(asked.text)?.[1];
      expect(requestState).toBeDefined();
      const handed = { ...call, requestState, inputResponses: { consent: YES } };
      for (const bearer of [carlos, { ...carlos, customer: carla.customer }, { ...carla, customer: carlos.customer }]) {
        const { text } = await ask(http, bearer, 'tools/call', handed);
        expect(text).toContain('unknown_request');
      }
      const elsewhere = await ask(http, { ...carla, tenant: 'globex' }, 'tools/call', handed);
      expect(elsewhere.text).toContain('unknown_request');
      expect(await holds(input)).toEqual(before);
      expect((await ask(http, carla, 'tools/call', handed)).text).toContain('"outcome":"executed"');
      expect(await holds(input)).not.toEqual(before);
    });

    test('what the company has to agree to is told to wait, to every host, and where that is done is not told', async () => {
      const rule = { server: facts.definition.name, tool: name, over_minor: -1, currency: 'EUR', quorum: 1 };
      const tenant = `asked-of-${name.replaceAll('_', '-')}`;
      const founding = { tenant, people: [...PEOPLE, ...CUSTOMERS], rules: [{ ...rule, tier: 'person' as const }] };
      const told = { ...facts, consoleOrigin: 'https://console.example' };
      const stage = await openStage(trial.database, told, { founding });
      const input = (await facts.good[name]?.(stage)) ?? {};
      const outcome = await stage.call('carla', name, input, { canShow: ['forms', 'links'] });
      expect(outcome).toMatchObject({ kind: 'answered', structured: { outcome: 'waiting' } });
      expect(stage.runtime.consoleOrigin).toBeUndefined();
      expect(JSON.stringify(outcome.kind === 'answered' && outcome.structured)).not.toMatch(/console|https:/);
    });

    test('a token that was given for reading asks for nothing', async () => {
      const input = await good();
      const scopes = carla.scopes.filter((scope) => !tool.scopes.includes(scope));
      const { status, records } = await ask(http, { ...carla, scopes }, 'tools/call', { name, arguments: input });
      expect(status).toBe(403);
      expect(records).toMatchObject([{ outcome: 'refused', code: 'insufficient_scope', customer: carla.customer }]);
    });
  });
}
