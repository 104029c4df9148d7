package steps

// Keeper keeps a session outside of memory. Append is called once an entry, in
// order, before anybody sees it; Sync at the ends of steps.
type Keeper interface {
	Append(Entry) error
	Sync() error
}

// Unkept stands in for a keeper that there cannot be, and why: the session says so
// from its first page on, and lives in memory.
type Unkept struct {
	NoKeeper
	Why error
}

// Append implements Keeper.
func (u Unkept) Append(Entry) error { return u.Why }

// NoKeeper keeps nothing: the session lives in memory alone.
type NoKeeper struct{}

// Append implements Keeper.
func (NoKeeper) Append(Entry) error { return nil }

// Sync implements Keeper.
func (NoKeeper) Sync() error { return nil }
