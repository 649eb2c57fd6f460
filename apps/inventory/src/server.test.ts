import { serverContract } from '@supercargo/testing';
import { INVENTORY } from './inventory.fixture.ts';

await serverContract(INVENTORY);
