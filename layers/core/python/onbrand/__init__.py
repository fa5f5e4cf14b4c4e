"""OnBrand: briefs become approved, on-brand social visuals. The rooms and their order: see CONTRIBUTING.md."""
