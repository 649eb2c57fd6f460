import type { TradeRefusal } from '@supercargo/kernel';
import type { AssignRefusal, MoveRefusal } from './assignment.ts';
import { notOpen } from './refusals.ts';

const OFF_DUTY: TradeRefusal = {
  code: 'off_duty',
  reason: 'the driver is off duty',
  field: 'driver',
  accepted: 'a driver who is active, as logistics://drivers/{region} lists them',
};

export function assignRefusal(refusal: AssignRefusal, state: string): TradeRefusal {
  switch (refusal) {
    case 'not_open':
      return notOpen(state);
    case 'off_duty':
      return OFF_DUTY;
    case 'same_driver':
      return {
        code: refusal,
        reason: 'that is how it is assigned already',
        field: 'driver',
        accepted: 'another driver, or none to take a driver off',
      };
  }
}

export function moveRefusal(refusal: MoveRefusal): TradeRefusal {
  return refusal === 'off_duty'
    ? OFF_DUTY
    : {
        code: refusal,
        reason: 'the driver works in this region already',
        field: 'region',
        accepted: 'another region than theirs',
      };
}
