import { customerContract, serverContract } from '@supercargo/testing';
import { OWN_PAYMENTS } from './customers.fixture.ts';

await serverContract(OWN_PAYMENTS);
await customerContract(OWN_PAYMENTS);
