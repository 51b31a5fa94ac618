import BarChart from '@cloudscape-design/components/bar-chart';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import LineChart from '@cloudscape-design/components/line-chart';
import type { ReactNode } from 'react';
import { formatReportDay } from './words.ts';

export interface DayFigure {
  readonly day: string;
  /** null = there is no figure of that day. */
  readonly value: number | null;
}

/** The theme's own colour; the component library would begin with another blue. */
const colour = 'light-dark(#0b7285, #6cc5d6)';
const heightPx = 180;
/** The axis goes a little beyond its last number, which would be cut off at the edge. */
const headroom = 1.08;

interface ChartProps {
  readonly title: string;
  readonly days: readonly DayFigure[];
  /** Sums stand side by side as bars; what goes on over the days is a line. */
  readonly kind: 'bars' | 'line';
  readonly format?: (value: number) => string;
  /** The upper end of the axis; absent = so that the highest figure fits. */
  readonly most?: number;
}

/** A chart in a box of its own. */
export function DayChart({ description, ...chart }: ChartProps & { readonly description: string }): ReactNode {
  return (
    <Container
      fitHeight
      header={
        <Header variant="h3" description={description}>
          {chart.title}
        </Header>
      }
    >
      <BareDayChart {...chart} />
    </Container>
  );
}

/** One figure over the days of a report, which stand as numbers in the table of the days. */
export function BareDayChart({ title, days, kind, format = (value) => value.toLocaleString(), most }: ChartProps): ReactNode {
  const known = days.flatMap(({ day, value }) => (value === null ? [] : [{ day, value }]));
  const common = {
    height: heightPx,
    hideFilter: true,
    hideLegend: true,
    ariaLabel: title,
    ariaDescription: describe(title, known, format),
    fitHeight: true,
    yDomain: [0, (most ?? roundUp(Math.max(0, ...known.map(({ value }) => value)))) * headroom],
    yTickFormatter: format,
    i18nStrings: {
      chartAriaRoleDescription: kind === 'bars' ? 'bar chart' : 'line chart',
      xAxisAriaRoleDescription: 'days',
      yAxisAriaRoleDescription: 'figures',
      detailPopoverDismissAriaLabel: 'Dismiss',
    },
    empty: (
      <Box textAlign="center" color="text-body-secondary">
        There is no figure for these days.
      </Box>
    ),
  };
  return kind === 'bars' ? (
    <BarChart
      {...common}
      xScaleType="categorical"
      xDomain={days.map(({ day }) => day)}
      xTickFormatter={(day) => formatReportDay(day, { month: 'short', day: 'numeric' })}
      series={
        known.some(({ value }) => value > 0)
          ? [{ type: 'bar', title, color: colour, valueFormatter: format, data: known.map(({ day, value }) => ({ x: day, y: value })) }]
          : []
      }
    />
  ) : (
    <LineChart
      {...common}
      xScaleType="time"
      xDomain={[toLocal(days[0]?.day), toLocal(days.at(-1)?.day)]}
      xTickFormatter={(instant) => instant.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })}
      series={
        known.length > 0
          ? [
              {
                type: 'line',
                title,
                color: colour,
                valueFormatter: format,
                data: known.map(({ day, value }) => ({ x: toLocal(day), y: value })),
              },
            ]
          : []
      }
    />
  );
}

/** The chart's axis goes by the reader's midnights; the report's days are UTC's. */
function toLocal(day = '1970-01-01'): Date {
  return new Date(`${day}T00:00`);
}

/** What the chart shows, for whoever hears it. */
function describe(
  title: string,
  known: readonly { readonly day: string; readonly value: number }[],
  format: (value: number) => string,
): string {
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `${title}: no figures.`;
  const top = known.reduce((best, one) => (one.value > best.value ? one : best));
  return `From ${format(first.value)} on ${formatReportDay(first.day)} to ${format(last.value)} on ${formatReportDay(last.day)}; the highest is ${format(top.value)} on ${formatReportDay(top.day)}. The table of the days holds all of them.`;
}

/** The next round number, so that the highest bar has air above it: 7 → 8, 23 → 25, 460 → 500. */
function roundUp(value: number): number {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))));
  const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  return Math.max(4, size * (steps.find((step) => value <= step * size) ?? 10));
}
