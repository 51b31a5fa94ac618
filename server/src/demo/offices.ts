/** Where people of the demonstration work. */
export interface Office {
  readonly city: string;
  /** IANA time zone. */
  readonly zone: string;
  /** The first three numbers of its addresses, from the blocks that RFC 5737 sets aside for examples. */
  readonly network: string;
  /** Country of its phone numbers, and their beginning. */
  readonly country: string;
  readonly dialling: string;
}

export const offices = {
  rotterdam: { city: 'Rotterdam', zone: 'Europe/Amsterdam', network: '192.0.2', country: 'NL', dialling: '+3110555' },
  london: { city: 'London', zone: 'Europe/London', network: '198.51.100', country: 'GB', dialling: '+442079460' },
  newYork: { city: 'New York', zone: 'America/New_York', network: '203.0.113', country: 'US', dialling: '+1212555' },
  singapore: { city: 'Singapore', zone: 'Asia/Singapore', network: '203.0.113', country: 'SG', dialling: '+656555' },
  berlin: { city: 'Berlin', zone: 'Europe/Berlin', network: '192.0.2', country: 'DE', dialling: '+4930555' },
  boston: { city: 'Boston', zone: 'America/New_York', network: '198.51.100', country: 'US', dialling: '+1617555' },
  bengaluru: { city: 'Bengaluru', zone: 'Asia/Kolkata', network: '203.0.113', country: 'IN', dialling: '+9180555' },
  lisbon: { city: 'Lisbon', zone: 'Europe/Lisbon', network: '198.51.100', country: 'PT', dialling: '+351210555' },
} as const satisfies Record<string, Office>;
