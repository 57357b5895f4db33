// Reads a calendar from standard input with ical.js and writes what it sees as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
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

const events = calendar.getAllSubcomponents("vevent").map((event) => {
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
});
console.log(JSON.stringify({ method: calendar.getFirstPropertyValue("method"), events }));
