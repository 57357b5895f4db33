// Reads calendars with ical.js, each a JSON string on a line of standard input, and answers each with a line of JSON:
// what it sees, or why it cannot read it. Ends with its input.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

const parameters = ["CN", "CUTYPE", "ROLE", "PARTSTAT", "RSVP"];

// Only the zone that travels in the calendar may be used, so an unknown one is an error.
function instant(event, name) {
  const time = event.getFirstPropertyValue(name);
  if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`${name} has no zone`);
  return time.toUnixTime();
}

function person(property) {
  const about = Object.fromEntries(
    parameters.map((name) => [name, property.getParameter(name.toLowerCase()) ?? null]),
  );
  return { email: property.getFirstValue(), ...about };
}

function seen(event) {
  const text = (name) => event.getFirstPropertyValue(name) ?? "";
  const organizer = event.getFirstProperty("organizer");
  return {
    uid: text("uid"),
    sequence: event.getFirstPropertyValue("sequence"),
    start: instant(event, "dtstart"),
    end: instant(event, "dtend"),
    summary: text("summary"),
    status: text("status"),
    transp: text("transp"),
    location: text("location"),
    description: text("description"),
    url: text("url"),
    organizer: organizer && [organizer.getFirstValue(), organizer.getParameter("cn") ?? ""],
    attendees: event.getAllProperties("attendee").map(person),
  };
}

function judged(text) {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const events = calendar.getAllSubcomponents("vevent").map(seen);
    return { method: calendar.getFirstPropertyValue("method"), events };
  } catch (error) {
    return { wrong: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(judged(JSON.parse(line)))}\n`);
}
