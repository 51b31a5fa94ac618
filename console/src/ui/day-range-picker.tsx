import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import FormField from '@cloudscape-design/components/form-field';
import type { ReactNode } from 'react';
import { readDayRange, type DayRangeSearch } from './day-range.ts';

const offered = [7, 30, 90, 365].map((amount) => ({ key: `${amount}d`, amount, unit: 'day', type: 'relative' }) as const);
const lengths: Readonly<Partial<Record<DateRangePickerProps.TimeUnit, number>>> = { day: 1, week: 7 };

/** Which days a report is about. What is wrong with them is said below the field. */
export function DayRangePicker({
  search,
  today,
  onChange,
}: {
  readonly search: DayRangeSearch;
  readonly today: string;
  readonly onChange: (search: DayRangeSearch) => void;
}): ReactNode {
  const { fault } = readDayRange(search, today);
  return (
    <FormField errorText={fault}>
      <DateRangePicker
        dateOnly
        expandToViewport
        absoluteFormat="long-localized"
        ariaLabel="Days of the report, in UTC"
        placeholder="Choose days"
        value={toValue(search)}
        relativeOptions={offered}
        customRelativeRangeUnits={['day', 'week']}
        isValidRange={(picked) => {
          if (!picked) return { valid: false, errorMessage: 'Choose the days of the report.' };
          const { fault: errorMessage } = readDayRange(toSearch(picked), today);
          return errorMessage === undefined ? { valid: true } : { valid: false, errorMessage };
        }}
        onChange={({ detail }) => detail.value && onChange(toSearch(detail.value))}
      />
    </FormField>
  );
}

function toValue({ last = '30d', from, to }: DayRangeSearch): DateRangePickerProps.Value | null {
  if (from !== undefined && to !== undefined) return { type: 'absolute', startDate: from, endDate: to };
  const amount = Number.parseInt(last, 10);
  if (from !== undefined || to !== undefined || !(amount > 0)) return null;
  return { type: 'relative', key: last, amount, unit: 'day' };
}

/** An empty end is none: the picker gives '' for what was not chosen. */
function toSearch(value: DateRangePickerProps.Value): DayRangeSearch {
  if (value.type === 'absolute') return { last: undefined, from: value.startDate || undefined, to: value.endDate || undefined };
  return { last: `${value.amount * (lengths[value.unit] ?? Number.NaN)}d`, from: undefined, to: undefined };
}
