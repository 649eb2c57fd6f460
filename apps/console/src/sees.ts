import { SERVERS } from '@supercargo/kernel';
import { APPROVER_ROLES, seesAllRequests } from '@supercargo/policy';

/** The servers whose requests somebody with these roles sees, whoever asked: those they may decide about, or all. Their own they see anyway. */
export function serversSeen(roles: readonly string[]): readonly string[] {
  if (seesAllRequests(roles)) return SERVERS;
  return SERVERS.filter((server) => mayDecide(server, roles));
}

/** Whether the page offers a decision. Whether one counts is the database's to say, each time. */
export function mayDecide(server: string, roles: readonly string[]): boolean {
  const approvers = SERVERS.find((known) => known === server);
  return approvers !== undefined && APPROVER_ROLES[approvers].some((role) => roles.includes(role));
}
