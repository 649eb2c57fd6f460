import { serverContract } from '@supercargo/testing';
import { RETURNS } from './returns.fixture.ts';

await serverContract(RETURNS);
