namespace Bench.Data.Access;

/// <summary>What a key may do; each role may do what the ones before it may.</summary>
public enum Role
{
    Reader,
    Submitter,
    Operator,
}
