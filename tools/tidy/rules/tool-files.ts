import type { Repository } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';

/** One tool, one file, with its test and its published definition beside it, and one line in server.ts, or in customers.ts where it is theirs. */
export const toolFiles: Rule = {
  name: 'tool-files',
  check: (repository) =>
    [...repository.paths].flatMap((path) => {
      const match = /^(apps\/[^/]+\/src)\/tools\/([^/]+)(?<!\.test)\.ts$/.exec(path);
      const [, source, name] = match ?? [];
      return source === undefined || name === undefined ? [] : toolFindings(repository, path, source, name);
    }),
};

function toolFindings(repository: Repository, path: string, source: string, name: string): readonly Finding[] {
  const { paths } = repository;
  const folder = `${source}/tools`;
  const snapshots = [
    `${folder}/${name}.snap.json`,
    `${folder}/__snapshots__/${name}.snap.json`,
    `${folder}/__snapshots__/${name}.json`,
    `${folder}/__snapshots__/${name}.test.ts.snap`,
  ];
  const findings: Finding[] = [];
  if (!paths.has(`${folder}/${name}.test.ts`)) {
    findings.push({ path, message: `no test: write ${name}.test.ts beside it, refusals first` });
  }
  if (!snapshots.some((snapshot) => paths.has(snapshot))) {
    findings.push({ path, message: `no snapshot of its definition: ${name}.snap.json, or one in __snapshots__/` });
  }
  const lists = [`${source}/server.ts`, `${source}/customers.ts`];
  const times = lists.reduce((sum, list) => sum + timesImported(repository, list, `./tools/${name}.ts`), 0);
  if (times !== 1) {
    findings.push({
      path,
      message: `imported ${times} times by server.ts and customers.ts: list each tool in one of them, once`,
    });
  }
  return findings;
}

function timesImported({ files }: Repository, server: string, specifier: string): number {
  const text = files.find(({ path }) => path === server)?.text ?? '';
  return text.split(`'${specifier}'`).length - 1;
}
