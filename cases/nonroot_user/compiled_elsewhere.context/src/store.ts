import fs from "node:fs";

const folder: string = process.env.NOTES ?? "/var/lib/notes";

export function keep(text: string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.appendFileSync(`${folder}/notes.txt`, text);
}
