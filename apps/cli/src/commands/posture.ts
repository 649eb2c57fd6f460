import { homeOf } from '@supercargo/cluster';
import { Option, type Command } from 'commander';
import { PROFILES, type Profile } from '../posture/control.ts';
import { postureOf, runningProfiles, type ProfilePosture, type Row, type Standing } from '../posture/posture.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';

const SIGNS: Readonly<Record<Standing, string>> = {
  holds: '✓',
  does_not_hold: '✗',
  not_running: '✗',
  not_there_yet: '…',
  not_demanded: '–',
};

const WORDS: Readonly<Record<Standing, string>> = {
  holds: 'holds',
  does_not_hold: 'does not hold',
  not_running: 'not running: start with npx supercargo up',
  not_there_yet: 'not there yet',
  not_demanded: 'not demanded',
};

const TITLE_WIDTH = 42;

function linesOf({ title, standing, saw, problems }: Row): readonly string[] {
  const what = standing === 'holds' ? saw.join('; ') : WORDS[standing];
  return [
    `  ${SIGNS[standing]} ${title.padEnd(TITLE_WIDTH)} ${what}`,
    ...problems.flatMap((problem) => [`      ${problem.saw}`, `      → ${problem.todo}`]),
  ];
}

function profileLines({ profile, controls }: ProfilePosture): readonly string[] {
  const demanded = controls.filter(({ standing }) => standing !== 'not_demanded');
  const holding = demanded.filter(({ standing }) => standing === 'holds').length;
  return [
    `${profile}: ${holding.toString()} of ${demanded.length.toString()} controls that it demands hold`,
    ...controls.flatMap(linesOf),
  ];
}

export function addPosture(program: Command, { outside, endWith }: Context): void {
  program
    .command('posture')
    .description('Which controls hold, tried on what runs and not read from configuration. Changes nothing.')
    .addOption(new Option('--profile <profile>', 'of this profile alone (default: those that run)').choices(PROFILES))
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      `${examples('posture', 'posture --profile internal --json')}

What is tried and refused is recorded, as any refusal is. Exit codes: 0 all that the profile demands and that was built
holds; 1 something does not hold, or does not run.`,
    )
    .action(async (options: { profile?: Profile; json: boolean }) => {
      const home = homeOf(outside.env);
      const named = options.profile;
      const profiles: ProfilePosture[] = [];
      for (const profile of named === undefined ? await runningProfiles(outside, home) : [named]) {
        profiles.push(await postureOf(outside, home, profile));
      }
      const ok = profiles.every((profile) => profile.ok);
      if (options.json) outside.out(json({ ok, profiles }));
      else outside.out(profiles.map((profile) => profileLines(profile).join('\n')).join('\n\n'));
      if (!ok) endWith(1);
    });
}
