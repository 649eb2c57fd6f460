import { customerContract, serverContract } from '@supercargo/testing';
import { OWN_RETURNS } from './customers.fixture.ts';

await serverContract(OWN_RETURNS);
await customerContract(OWN_RETURNS);
