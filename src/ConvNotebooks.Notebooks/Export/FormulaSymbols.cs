namespace ConvNotebooks.Notebooks;

/// <summary>What LaTeX's commands for single symbols stand for.</summary>
internal static class FormulaSymbols
{
    /// <summary>Letters and other identifiers.</summary>
    public static IReadOnlyDictionary<string, string> Identifiers { get; } = Pairs("""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
        nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ
        Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇ ell ℓ emptyset ∅ dots … ldots … cdots ⋯ vdots ⋮
        ddots ⋱ hbar ℏ top ⊤ bot ⊥
        """);

    /// <summary>Operators and relations.</summary>
    public static IReadOnlyDictionary<string, string> Operators { get; } = Pairs("""
        cdot · times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ odot ⊙ otimes ⊗ oplus ⊕ le ≤ leq ≤ ge ≥ geq ≥ ll ≪ gg ≫ ne ≠
        neq ≠ approx ≈ sim ∼ simeq ≃ equiv ≡ propto ∝ in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ setminus ∖ forall ∀
        exists ∃ neg ¬ land ∧ lor ∨ to → rightarrow → leftarrow ← leftrightarrow ↔ gets ← mapsto ↦ Rightarrow ⇒ Leftarrow ⇐
        Leftrightarrow ⇔ iff ⇔ implies ⇒ mid ∣ parallel ∥ colon : lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ langle ⟨ rangle ⟩
        lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ | ‖ { { } } % % $ $ # # & & _ _ lbrace { rbrace } int ∫ lt < gt >
        """);

    /// <summary>Operators whose limits stand below and above them in a formula of its own line.</summary>
    public static IReadOnlyDictionary<string, string> Large { get; } = Pairs("""
        sum ∑ prod ∏ max max min min lim lim argmax argmax argmin argmin sup sup inf inf bigcup ⋃ bigcap ⋂ bigoplus ⨁
        """);

    /// <summary>Functions, whose names stand upright.</summary>
    public static IReadOnlySet<string> Functions { get; } = new HashSet<string>(
        ["log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arg", "det", "dim", "gcd", "mod", "Pr"]);

    /// <summary>Marks above a letter.</summary>
    public static IReadOnlyDictionary<string, string> Accents { get; } = Pairs("""
        hat ^ widehat ^ bar ¯ overline ¯ tilde ~ widetilde ~ vec → dot ˙ ddot ¨ overbrace ⏞
        """);

    /// <summary>Spaces, in em.</summary>
    public static IReadOnlyDictionary<string, string> Spaces { get; } = Pairs("""
        , 0.17 : 0.22 > 0.22 ; 0.28 ! 0 quad 1 qquad 2
        """);

    private static Dictionary<string, string> Pairs(string words)
    {
        string[] all = words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return all.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
