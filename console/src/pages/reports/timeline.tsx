import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactNode } from 'react';
import type { Attendee, MeetingDetail } from './words.ts';

/** Rows that are shown until somebody asks for all. */
const rowsAtFirst = 50;
/** Times that are written along the top. */
const ticks = 4;

interface Window {
  readonly start: number;
  readonly end: number;
}

type Connection = Attendee['Connections'][number];

const exits: Readonly<Record<NonNullable<Connection['Exit']>, string>> = {
  Left: 'left',
  Dropped: 'dropped',
  Removed: 'was removed',
  Ended: 'stayed to the end',
};

/** When each attendee was connected: a bar for each connection, so that drops and returns are seen. */
export function Timeline({ meeting, attendees }: { readonly meeting: MeetingDetail; readonly attendees: readonly Attendee[] }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const present = attendees.filter(({ Connections }) => Connections.length > 0);
  const shown = isWhole ? present : present.slice(0, rowsAtFirst);
  const window = windowOf(meeting, present);
  if (present.length === 0) {
    return (
      <Box textAlign="center" padding="l">
        Nobody was connected.
      </Box>
    );
  }
  return (
    <SpaceBetween size="m">
      <div className="timeline">
        <div className="timeline__row timeline__row--head" aria-hidden="true">
          <span />
          <span className="timeline__scale">
            {Array.from({ length: ticks }, (_, index) => window.start + ((window.end - window.start) * index) / (ticks - 1)).map((time) => (
              <span key={time}>{formatClock(time)}</span>
            ))}
          </span>
        </div>
        <ol className="timeline__rows" aria-label="When each attendee was connected">
          {shown.map((attendee) => (
            <Row key={attendee.AttendeeSessionId} attendee={attendee} window={window} />
          ))}
        </ol>
      </div>
      <SpaceBetween size="m" direction="horizontal">
        <Key kind="stayed" text="Connected" />
        <Key kind="dropped" text="Connected until it dropped" />
        <Key kind="removed" text="Connected until removed" />
      </SpaceBetween>
      {shown.length < present.length && (
        <Button onClick={() => setWhole(true)}>Show all {present.length.toLocaleString()} attendees</Button>
      )}
    </SpaceBetween>
  );
}

function Row({ attendee, window }: { readonly attendee: Attendee; readonly window: Window }): ReactNode {
  const name = attendee.DisplayName ?? 'Somebody without a name';
  return (
    <li className="timeline__row">
      <span className="timeline__name" title={name}>
        {name}
      </span>
      <span className="timeline__track">
        {attendee.Connections.map((connection) => {
          const [start, end] = endsOf(connection, window);
          const text = describe(connection, window);
          return (
            <span
              key={connection.StartTime}
              className={`timeline__bar timeline__bar--${kindOf(connection)}`}
              title={text}
              style={{
                insetInlineStart: toPercent(start, window),
                inlineSize: `calc(${toPercent(end, window)} - ${toPercent(start, window)})`,
              }}
            >
              <span className="sr-only">{text}. </span>
            </span>
          );
        })}
      </span>
    </li>
  );
}

function Key({ kind, text }: { readonly kind: string; readonly text: string }): ReactNode {
  return (
    <span className="timeline__key">
      <span className={`timeline__swatch timeline__bar--${kind}`} aria-hidden="true" />
      {text}
    </span>
  );
}

function kindOf({ Exit }: Connection): 'stayed' | 'dropped' | 'removed' {
  return Exit === 'Dropped' ? 'dropped' : Exit === 'Removed' ? 'removed' : 'stayed';
}

/** From the first connection or the start to the last word of it; some join before the start, and clocks differ. */
function windowOf(meeting: MeetingDetail, present: readonly Attendee[]): Window {
  const start = Date.parse(meeting.StartTime);
  const end = meeting.EndTime === undefined ? start + meeting.DurationSeconds * 1000 : Date.parse(meeting.EndTime);
  const times = present.flatMap(({ Connections }) =>
    Connections.flatMap(({ StartTime, EndTime }) => [Date.parse(StartTime), ...(EndTime === undefined ? [] : [Date.parse(EndTime)])]),
  );
  const [first, last] = [Math.min(start, ...times), Math.max(end, ...times)];
  return { start: first, end: Math.max(last, first + 1000) };
}

function endsOf({ StartTime, EndTime }: Connection, { end }: Window): readonly [start: number, end: number] {
  return [Date.parse(StartTime), EndTime === undefined ? end : Date.parse(EndTime)];
}

function toPercent(time: number, { start, end }: Window): string {
  return `${((100 * (time - start)) / (end - start)).toFixed(2)}%`;
}

function describe(connection: Connection, window: Window): string {
  const [start, end] = endsOf(connection, window);
  const until = connection.EndTime === undefined ? 'is connected' : `${formatClock(end)}, ${exits[connection.Exit ?? 'Ended']}`;
  return connection.EndTime === undefined ? `Since ${formatClock(start)}, ${until}` : `${formatClock(start)} to ${until}`;
}

function formatClock(time: number): string {
  return new Date(time).toLocaleTimeString(undefined, { timeStyle: 'short' });
}
