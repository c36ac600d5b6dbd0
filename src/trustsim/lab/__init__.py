"""Front door 2: experiments, claims and evidence."""
