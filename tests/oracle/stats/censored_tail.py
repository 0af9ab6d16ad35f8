# Normal tails for `censored_tail.csv`, by mpmath with 80 digits (3000 where tails nearly cancel); narrow intervals by
# quadrature. Columns: lower: ln P(Z < a), density / P, its product with (itself + a); between: ln P(a < Z < b), densities
# at a and b over P; narrow (a = middle, b = half width): ln of P / (width density), derivatives by m, w, mm, mw, ww.
import mpmath as mp
mp.mp.dps=80
phi=mp.npdf
out=[]
for u in ["-1e5","-300","-38","-30","-25.5","-24.5","-10","-5.7","-5.6","-3","-1","-0.67","-0.66","-0.1","0","0.1","0.7","2","5","8","12","38"]:
    u=mp.mpf(float(u)); P=mp.erfc(-u/mp.sqrt(2))/2; h=mp.exp(-u*u/2)/mp.sqrt(2*mp.pi)/P
    out.append(f"lower,{float(u)!r},0,{mp.nstr(mp.log(P),17)},{mp.nstr(h,17)},{mp.nstr(h*(h+u),17)},0,0,0")
for a,b in [(-1,2),(-0.5,0.5),(1,3),(5,6),(30,30.5),(-31,-30),(-40,40),(0.2,0.9),(100,101),(-6,1)]:
    a=mp.mpf(a);b=mp.mpf(b); D=(mp.erfc(a/mp.sqrt(2))-mp.erfc(b/mp.sqrt(2)))/2
    if a>20 or b<-20:
        mp.mp.dps=3000; D=(mp.erfc(a/mp.sqrt(2))-mp.erfc(b/mp.sqrt(2)))/2; 
    out.append(f"between,{float(a)!r},{float(b)!r},{mp.nstr(mp.log(D),17)},{mp.nstr(phi(a)/D,17)},{mp.nstr(phi(b)/D,17)},0,0,0")
    mp.mp.dps=80
for m,w in [(0,0.29),(0.5,0.1),(2,0.09),(30,0.009),(-3,0.05),(-1,1e-6),(7,1e-10),(100,0.002)]:
    m=mp.mpf(m);w=mp.mpf(w)
    E=lambda g: mp.quad(lambda s: g(s)*mp.exp(-m*w*s-w*w*s*s/2)/2,[-1,0,1])
    mp.mp.dps=40
    T=E(lambda s:1); M=lambda g:E(g)/T
    s1=M(lambda s:s); p=lambda s:m*s+w*s*s; p1=M(p); ss=M(lambda s:s*s); sp=M(lambda s:s*p(s)); pp=M(lambda s:p(s)**2)
    v=[mp.log(T),-w*s1,-p1,w*w*(ss-s1**2),-s1+w*(sp-s1*p1),-ss+pp-p1**2]
    out.append(f"narrow,{float(m)!r},{float(w)!r},"+",".join(mp.nstr(x,17) for x in v))
    mp.mp.dps=80
print("function,a,b,value,first,second,third,fourth,fifth"); print("\n".join(out))
