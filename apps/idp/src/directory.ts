import { accountOf, agentClientId, type Agent, type Person, type ResourceServer, type Settings } from './settings.ts';

/** The settings by what they are looked up by. */
export interface Directory {
  person(account: string): Person | undefined;
  agent(clientId: string): Agent | undefined;
  server(resource: string): ResourceServer | undefined;
  readonly servers: readonly ResourceServer[];
}

export function directoryOf({ people, agents, servers }: Settings): Directory {
  const byAccount = new Map(people.map((person) => [accountOf(person), person]));
  const byClientId = new Map(agents.map((agent) => [agentClientId(agent), agent]));
  const byResource = new Map(servers.map((server) => [server.resource, server]));
  return {
    person: (account) => byAccount.get(account),
    agent: (clientId) => byClientId.get(clientId),
    server: (resource) => byResource.get(resource),
    servers,
  };
}
