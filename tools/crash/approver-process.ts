import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { approversOf } from './company.ts';
import { ProgramGone } from './host.ts';

const approverFile = join(import.meta.dirname, 'approver.ts');

const Decided = z.strictObject({ request: z.string(), answer: z.string() });

/** A process that decides what it is told to. */
export class Approver {
  readonly process: ChildProcess;
  readonly #waiting = new Map<string, PromiseWithResolvers<string>>();

  constructor(env: NodeJS.ProcessEnv) {
    this.process = spawn(process.execPath, [approverFile], { env, stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    this.process.stdin?.on('error', () => undefined);
    if (this.process.stdout !== null) {
      createInterface({ input: this.process.stdout }).on('line', (line) => {
        const { request, answer } = Decided.parse(JSON.parse(line));
        this.#waiting.get(request)?.resolve(answer);
      });
    }
    this.process.once('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new ProgramGone('the approver is gone'));
    });
  }

  /** Decides as the approver of that slot, and gives the refusal or 'decided'. */
  decide(tenant: string, request: string, slot: number, approve: boolean): Promise<string> {
    const approver = approversOf(slot + 1)[slot];
    if (approver === undefined) throw new Error(`there is no approver ${slot}`);
    const decided = Promise.withResolvers<string>();
    this.#waiting.set(request, decided);
    const order = { tenant, request, person: approver.id, secret: approver.secret, approve };
    this.process.stdin?.write(`${JSON.stringify(order)}\n`);
    return decided.promise;
  }
}
