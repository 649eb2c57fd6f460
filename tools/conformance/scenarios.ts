/** The revisions that the servers speak, oldest first. */
export const REVISIONS = ['2025-06-18', '2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof REVISIONS)[number];

/** Scenarios that need nothing that only the suite calls by name: every server as it is has to pass them. */
export const AS_IT_IS: readonly string[] = [
  'caching',
  'dns-rebinding-protection',
  'http-header-validation',
  'input-required-result-unsupported-methods',
  'ping',
  'prompts-list',
  'resources-list',
  'sep-2164-resource-not-found',
  'server-initialize',
  'server-session-lifecycle',
  'server-sse-multiple-streams',
  'tools-list',
];

/** Scenarios that call tools, prompts and resources by the suite's names. */
export const WITH_TEST_TOOLS: readonly string[] = [
  'completion-complete',
  'elicitation-sep1034-defaults',
  'elicitation-sep1330-enums',
  'http-custom-header-server-validation',
  'input-required-result-basic-elicitation',
  'input-required-result-basic-list-roots',
  'input-required-result-basic-sampling',
  'input-required-result-capability-check',
  'input-required-result-ignore-extra-params',
  'input-required-result-missing-input-response',
  'input-required-result-multi-round',
  'input-required-result-multiple-input-requests',
  'input-required-result-non-tool-request',
  'input-required-result-request-state',
  'input-required-result-result-type',
  'input-required-result-tampered-state',
  'input-required-result-validate-input',
  'json-schema-2020-12',
  'logging-set-level',
  'prompts-get-embedded-resource',
  'prompts-get-simple',
  'prompts-get-with-args',
  'prompts-get-with-image',
  'resources-read-binary',
  'resources-read-text',
  'resources-subscribe',
  'resources-templates-read',
  'resources-unsubscribe',
  'server-sse-polling',
  'server-stateless',
  'tools-call-audio',
  'tools-call-elicitation',
  'tools-call-embedded-resource',
  'tools-call-error',
  'tools-call-image',
  'tools-call-mixed-content',
  'tools-call-sampling',
  'tools-call-simple-text',
  'tools-call-with-logging',
  'tools-call-with-progress',
];

export const FOR_AUTHORIZATION: readonly string[] = [
  'authorization-code-grant',
  'authorization-server-metadata-endpoint',
];

const TASKS =
  'the extension io.modelcontextprotocol/tasks is not offered: what waits is asked about with the tools about requests';
const SKILLS = 'the extension for skills is not offered';

/** Scenarios that the suite itself lists under no revision but as an extension's, and why they are not run. */
export const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  'sep-2640-skills-directory': SKILLS,
  'sep-2640-skills-enumeration': SKILLS,
  'sep-2640-skills-manifest': SKILLS,
  'tasks-capability-negotiation': TASKS,
  'tasks-dispatch-and-envelope': TASKS,
  'tasks-lifecycle': TASKS,
  'tasks-mrtr-composition': TASKS,
  'tasks-mrtr-input': TASKS,
  'tasks-request-headers': TASKS,
  'tasks-request-state-removal': TASKS,
  'tasks-required-task-error': TASKS,
  'tasks-status-notifications': TASKS,
  'tasks-wire-fields': TASKS,
};

const NO_STREAM =
  'an answer without messages on its way is JSON; streams that go on after a break are optional, and not offered';
const FIXED_LISTS = 'lists change with the version of a server alone, so it does not say that it tells of changes';

/** The revisions for which the suite keeps a list of what they require, frozen when each was released. */
export const FROZEN: readonly Revision[] = ['2025-11-25', '2026-07-28'];

/** What the suite has nothing to check about: by scenario and check, and why. Any other check that is skipped fails the command. */
export const NOT_CHECKED: Readonly<Record<string, string>> = {
  'server-sse-polling server-sse-content-type': NO_STREAM,
  'server-sse-multiple-streams server-sse-streams-functional': NO_STREAM,
  'server-stateless sep-2575-server-sends-prompts-list-changed-on-subscription': FIXED_LISTS,
  'server-stateless sep-2575-server-sends-tools-list-changed-on-subscription': FIXED_LISTS,
};

/** The same at servers without the suite's tools. */
export const NOT_CHECKED_AS_IT_IS: Readonly<Record<string, string>> = {
  ...NOT_CHECKED,
  'caching sep-2549-resources-read-caching-hints':
    'the suite reads the first resource that is listed, and a server that has templates alone lists none',
};
