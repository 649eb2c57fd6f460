import { customerContract, serverContract } from '@supercargo/testing';
import { OWN_SHIPMENTS } from './customers.fixture.ts';

await serverContract(OWN_SHIPMENTS);
await customerContract(OWN_SHIPMENTS);
