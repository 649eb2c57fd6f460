import type { Repository } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';

/** Every app and library can be entered: a README of one screen, and one file where reading begins. */
export const projectShape: Rule = {
  name: 'project-shape',
  check: (repository) => {
    const projects = [...repository.paths].flatMap(
      (path) => /^((?:apps|libs)\/[^/]+|prisma)\/package\.json$/.exec(path)?.[1] ?? [],
    );
    return projects.flatMap((project) => [...missing(repository, project), ...starExports(repository, project)]);
  },
};

function missing({ paths }: Repository, project: string): readonly Finding[] {
  const [entry, other, what] = project.startsWith('apps/')
    ? ['main.ts', 'index.ts', 'an app is started by src/main.ts']
    : ['index.ts', 'main.ts', 'a library is entered by src/index.ts'];
  const findings: Finding[] = [];
  if (!paths.has(`${project}/README.md`)) {
    findings.push({
      path: project,
      message: 'no README.md: say what it is for, what it offers, what it refuses and where to look next',
    });
  }
  if (!paths.has(`${project}/src/${entry}`)) findings.push({ path: project, message: `no src/${entry}: ${what}` });
  if (paths.has(`${project}/src/${other}`)) findings.push({ path: `${project}/src/${other}`, message: what });
  return findings;
}

function starExports({ files }: Repository, project: string): readonly Finding[] {
  const index = files.find(({ path }) => path === `${project}/src/index.ts`);
  return (index?.lines ?? []).flatMap((line, at) =>
    /^\s*export\s*\*/.test(line)
      ? [
          {
            path: `${project}/src/index.ts`,
            line: at + 1,
            message: 'name each export: index.ts is the list of what is offered',
          },
        ]
      : [],
  );
}
