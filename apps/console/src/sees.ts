import { SERVERS } from '@supercargo/kernel';
import { APPROVER_ROLES } from '@supercargo/policy';

/** These see the whole company's requests, as they do through every server. */
const SEE_ALL_ROLES: readonly string[] = ['finance', 'auditor', 'administrator'];

/** The servers whose requests somebody with these roles sees, whoever asked: those they may decide about, or all. Their own they see anyway. */
export function serversSeen(roles: readonly string[]): readonly string[] {
  if (SEE_ALL_ROLES.some((role) => roles.includes(role))) return SERVERS;
  return SERVERS.filter((server) => mayDecide(server, roles));
}

/** Whether the page offers a decision. Whether one counts is the database's to say, each time. */
export function mayDecide(server: string, roles: readonly string[]): boolean {
  const approvers = SERVERS.find((known) => known === server);
  return approvers !== undefined && APPROVER_ROLES[approvers].some((role) => roles.includes(role));
}
