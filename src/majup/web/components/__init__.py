"""The component library: one template tag for each thing that a page is made of. docs/components.md lists them."""
