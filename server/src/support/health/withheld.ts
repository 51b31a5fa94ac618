/** Why somebody is not told how an installation fares that they do not look after. */
export const detailsWithheld =
  'This installation serves several AWS accounts. How it fares in detail is shown in the one that it was set up with: its operator’s.';
