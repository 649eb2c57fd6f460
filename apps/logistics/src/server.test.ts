import { serverContract } from '@supercargo/testing';
import { LOGISTICS } from './logistics.fixture.ts';

await serverContract(LOGISTICS);
