import { serverContract } from '@supercargo/testing';
import { ORDERS } from './orders.fixture.ts';

await serverContract(ORDERS);
