// A network at work on one image, step by step, with its numbers: as a value, as text, and as a page.
