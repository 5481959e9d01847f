/** Days of the calendar, written YYYY-MM-DD. It knows no clock. */
import { datePattern } from "./patterns.js";

const milliseconds = 86_400_000;

/** @returns whether a text is a day of the calendar: 2027-02-29 is none */
export function isDay(text: string): boolean {
  if (!new RegExp(datePattern).test(text)) return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** @returns how many days lie between two days; negative where the second is earlier */
export function daysFrom(one: string, other: string): number {
  return Math.round((Date.parse(other) - Date.parse(one)) / milliseconds);
}
