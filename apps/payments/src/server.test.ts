import { serverContract } from '@supercargo/testing';
import { PAYMENTS } from './payments.fixture.ts';

await serverContract(PAYMENTS);
