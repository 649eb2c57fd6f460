import { homeOf } from '@supercargo/cluster';
import type { Command } from 'commander';
import type { Finding, Patient } from '../doctor/check.ts';
import { checkClock, checkDatabase, checkDefinitions, checkSchema } from '../doctor/database.ts';
import { checkFirstAnswer } from '../doctor/first-answer.ts';
import { checkHttp } from '../doctor/http.ts';
import { checkEnrolled, checkNode, checkPackages, checkPermissions, checkWorkers } from '../doctor/machine.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';

/** Every check, in the order in which one explains the next. What needs the database is left out while there is none. */
async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { finding, facts } = await checkDatabase(patient);
  return [
    await checkNode(),
    await checkPackages(),
    await checkPermissions(patient),
    finding,
    ...(facts === undefined
      ? []
      : [await checkSchema(facts), await checkDefinitions(patient, facts), await checkClock(facts)]),
    await checkWorkers(patient),
    ...(await checkHttp(patient)),
    await checkEnrolled(patient),
    ...(facts === undefined ? [] : await checkFirstAnswer(patient)),
  ];
}

export function addDoctor(program: Command, { outside, endWith }: Context): void {
  program
    .command('doctor')
    .description('Check this installation, and say what to do about what is not well. Changes nothing.')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('doctor', 'doctor --json'))
    .action(async (options: { json: boolean }) => {
      const findings = await examine({ outside, home: homeOf(outside.env) });
      if (options.json) outside.out(json({ ok: findings.every(({ ok }) => ok), findings }));
      else {
        for (const { check, ok, detail, todo } of findings) {
          outside.out(`${ok ? '✓' : '✗'} ${check.padEnd(16)} ${detail}`);
          if (todo !== undefined) outside.out(`  ${' '.repeat(16)} → ${todo}`);
        }
      }
      if (findings.some(({ ok }) => !ok)) endWith(1);
    });
}
