import type { ServerName } from '@supercargo/kernel';
import type { Say } from '../database.ts';
import { openCompanies } from './companies.ts';
import { compare, ROUNDS } from './compare.ts';
import { targetsOf, type Calls, type Target } from './report.ts';
import { firstAnswers, residentAfterCalls } from './stdio.ts';

/** The pace of calls, and of these servers how soon they answer and what they hold in memory. */
export async function runCalls(
  servers: readonly ServerName[],
  seconds: number,
  say: Say,
): Promise<{ readonly calls: Calls; readonly targets: readonly Target[] }> {
  const companies = await openCompanies();
  say(`calls: ${ROUNDS} rounds of ${seconds} s for each of four sides`);
  const compared = await compare(companies, seconds);
  say('calls: first answers');
  const firstAnswerMs = await firstAnswers(companies, servers);
  say('calls: memory');
  const calls: Calls = {
    ...{ companies: companies.tenants.length, stockRows: companies.stockRows, rounds: ROUNDS, seconds },
    ...compared,
    ...{ firstAnswerMs, residentMiB: await residentAfterCalls(companies, servers) },
  };
  return { calls, targets: targetsOf(calls) };
}
