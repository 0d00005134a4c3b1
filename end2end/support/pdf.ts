//! PDFs made here: pages with their boxes, notes and what is written on them.

/** A page: its attributes (a box at least), what is drawn on it, and the speaker's note to it. */
export type PdfPage = { attributes?: string; content: string; note?: string };

export const WIDE = "/MediaBox[0 0 960 540]";

/** A page of 16:9 on which this is written. */
export function written(text: string, note?: string): PdfPage {
  return { content: `BT /F 40 Tf 60 400 Td (${text}) Tj ET`, note };
}

/** A file of these pages; `headings` of its outline lead to the pages of these numbers, and `more` are objects from number
    4 and twice the pages on. */
export function pdf(pages: PdfPage[], { headings = [] as [string, number][], resources = "", more = [] as string[] } = {}): Buffer {
  const page = (n: number) => 4 + 2 * n;
  const own = page(pages.length);
  const top = own + more.length;
  const outline = headings.map(([title, to], n) => `<</Title(${title})/Parent ${top} 0 R/Dest[${page(to - 1)} 0 R/Fit]${n + 1 < headings.length ? `/Next ${top + n + 2} 0 R` : ""}>>`);
  const note = (text?: string) => (text ? `/Annots[<</Type/Annot/Subtype/Text/F 2/Rect[0 0 9 9]/Contents(${text})>>]` : "");
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${headings.length ? `/Outlines ${top} 0 R` : ""}>>`,
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, n) => `${page(n)} 0 R`).join(" ")}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ...pages.flatMap(({ attributes = WIDE, content, note: said }, n) => [
      `<</Type/Page/Parent 2 0 R${attributes}${note(said)}/Resources<</Font<</F 3 0 R>>${resources}>>/Contents ${page(n) + 1} 0 R>>`,
      stream(content),
    ]),
    ...more,
    ...(headings.length ? [`<</First ${top + 1} 0 R/Last ${top + headings.length} 0 R>>`, ...outline] : []),
  ];
  let file = "%PDF-1.7\n";
  const places = objects.map((object, n) => {
    const at = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  file += `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

/** A stream object; `data` one character a byte. */
export function stream(data: string, more = ""): string {
  return `<</Length ${data.length}${more}>>\nstream\n${data}\nendstream`;
}
