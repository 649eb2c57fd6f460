import { customerContract, serverContract } from '@supercargo/testing';
import { OWN_ORDERS } from './customers.fixture.ts';

await serverContract(OWN_ORDERS);
await customerContract(OWN_ORDERS);
